"""History (历次刷新): what was read, scored and written each time, what changed and why, what a person typed."""
