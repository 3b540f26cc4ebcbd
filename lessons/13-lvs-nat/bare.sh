# lab: nat-bare
# Nothing is set up: the learner does the case line by line.
