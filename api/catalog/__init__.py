"""The catalog API: products with templates, variants and languages."""
