"""Load scripts: what a marketplace of 10,000 products does under many visitors, and a flash sale."""
