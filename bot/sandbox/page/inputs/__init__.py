"""Form fields: one file per way of entering something."""
