"""The policy file: who may do what, when a second person is asked, quiet hours, budgets and limits."""
