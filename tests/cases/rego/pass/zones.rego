package t

deny contains sprintf("%v", [[a, b, c, d, e]]) if {
	now := time.parse_rfc3339_ns(input.at)
	a := time.clock([now, "UTC"])
	b := time.date(time.parse_rfc3339_ns(input.at))
	c := time.format([now, "America/New_York", "2006-01-02"])
	d := time.diff([now, "Europe/Paris"], now - 1)
	e := time.weekday(0)
}
