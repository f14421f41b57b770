"""Running a stage and measuring it: DVC, launchers, meter, environment."""
