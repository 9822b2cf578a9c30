"""绩效目标运行监控表 (财预〔2019〕136号): found by its labels, filled each month, typed cells kept."""
