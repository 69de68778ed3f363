"""Reads: certificates, documents and who may see them."""
