"""Records: which files are governed, what they hold, what they link to, and what policies are asked about them."""
