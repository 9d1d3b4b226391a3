"""What people see and press of every batch under way: lists and imports."""
