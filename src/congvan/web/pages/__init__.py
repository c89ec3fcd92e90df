"""One module for each job a clerk comes for."""
