"""Commands beyond files in and questions out: what was learned, forms to fill in, marked copies."""
