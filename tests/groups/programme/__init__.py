"""Tests of the programme: facilitators and exports."""
