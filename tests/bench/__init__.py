"""`make bench`: what pages and papers cost, as ratios to a bare page and to the bare engine in the same run."""
