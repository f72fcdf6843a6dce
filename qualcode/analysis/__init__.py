"""Numbers: what was said by whom, what was coded, and what the denominators are. Knows no file format."""
