"""${{ values.name }}: answers over HTTP."""
