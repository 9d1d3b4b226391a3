"""How it looks: values in, Block Kit out. Pure."""
