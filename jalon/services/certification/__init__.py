"""Certification: from an application to a certificate, its life, and the register open to all."""
