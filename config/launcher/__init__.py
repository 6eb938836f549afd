"""Starts, watches and stops a whole portal on one machine.

Standard library only, but for the hall's certificate.
"""
