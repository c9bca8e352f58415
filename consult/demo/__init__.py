"""Saltshire, a make-believe county with a consultation at every stage."""
