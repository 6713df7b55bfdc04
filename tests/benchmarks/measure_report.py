"""Make one report in a process of its own, as the task worker does, and say what it took. Used by test_report_speed."""
