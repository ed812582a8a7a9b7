# What R (surveillance) says about counts above the expected: Rscript excess.R FOLDER writes one JSON document to standard output.
#
# FOLDER holds counts.csv (count,expected,size; see excess.py). Asked is the generalised likelihood ratio chart for negative
# binomial counts, each count by itself after one day without anybody, whose window then begins on the day of the count.
suppressPackageStartupMessages({library(surveillance); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
rows <- read.csv(file.path(folder, "counts.csv"))
ratio <- function(count, expected, size) {
  chart <- list(range = 1:2, c.ARL = 1e9, mu0 = c(expected, expected), alpha = 1 / size, Mtilde = 1, M = 1,
                change = "intercept", theta = NULL, dir = "inc", ret = "value")
  as.vector(upperbound(glrnb(sts(observed = matrix(c(0, count)), frequency = 365), chart)))[2]
}
said <- mapply(ratio, rows$count, rows$expected, rows$size)
cat(toJSON(list(versions = list(R = as.character(getRversion()), surveillance = as.character(packageVersion("surveillance"))),
                evidence = said), digits = 12, auto_unbox = TRUE))
