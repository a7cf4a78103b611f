"""Links to other hosts: which there are, what their hosts answer, and what that means for whoever wrote them.

`links` finds the addresses of a desk, `asking` asks them one after the other with all politeness, `judging` says what an answer
means, `known` remembers it, `archive` knows copies, `telling` tells the author, `mending` mends what is certain, and `inquiry` is
the way through. How one address is asked is `fetch`'s business. A build and `fiche publish` ask nothing: what other hosts do must
not decide whether a site goes out.
"""
