"""Checking: what judging recordings comes to, summed up, compared with a baseline, and put to the test."""
