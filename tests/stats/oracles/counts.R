# What R says about sets of counts: Rscript counts.R FOLDER writes one JSON document to standard output.
#
# FOLDER holds the invented sets as CSV (successes,trials; see counts.py). The published sets are read from the installed
# packages VGAM (lirat: litters of rats) and carData (Greene: refugee appeals, by judge), and written beside them in the same
# form, so that our estimators see the same counts. None of their rows is kept in this repository.
suppressPackageStartupMessages({library(VGAM); library(numDeriv); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
from <- function(name, package) { box <- new.env(); data(list = name, package = package, envir = box); box[[name]] }
put <- function(name, successes, trials)
  write.csv(data.frame(successes, trials), file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)

lirat <- from("lirat", "VGAM")
put("lirat", lirat$R, lirat$N)
greene <- table(from("Greene", "carData")[, c("judge", "decision")])
put("Greene", greene[, "yes"], rowSums(greene))

said <- function(name) {
  rows <- read.csv(file.path(folder, paste0(name, ".csv")))
  x <- rows$successes; n <- rows$trials
  vglmed <- vglm(cbind(x, n - x) ~ 1, betabinomial, epsilon = 1e-13, maxit = 200, subset = n > 0)
  fit <- c(plogis(coef(vglmed)[[1]]), 1 / plogis(coef(vglmed)[[2]]) - 1)
  height <- function(at, adjusted) {
    s <- exp(at[2]); mean <- plogis(at[1])
    sum(dbetabinom.ab(x, n, s * mean, s * (1 - mean), log = TRUE)[n > 0]) - adjusted * at[2]
  }
  climbed <- function(adjusted) {
    start <- c(qlogis(fit[1]), log(fit[2]))
    top <- nlminb(start, function(at) -height(at, adjusted), gradient = function(at) -grad(height, at, adjusted = adjusted),
                  control = list(rel.tol = 1e-15, x.tol = 1e-12, eval.max = 1000, iter.max = 1000))$par
    list(mean = plogis(top[1]), precision = exp(top[2]), covariance = solve(-hessian(height, top, adjusted = adjusted)))
  }
  a <- fit[1] * fit[2]; b <- (1 - fit[1]) * fit[2]
  list(mean = fit[1], precision = fit[2], likelihood = climbed(0), adjusted = climbed(1),
       quantiles = qbeta(c(.1, .5, .9), a, b), posterior = (x + a) / (n + a + b),
       low = qbeta(.025, x + a, n - x + b), high = qbeta(.975, x + a, n - x + b),
       above = pbeta(qbeta(.5, a, b), x + a, n - x + b, lower.tail = FALSE))
}
names <- sub("\\.csv$", "", sort(list.files(folder, pattern = "\\.csv$")))
sets <- setNames(lapply(names, said), names)
versions <- sapply(c("VGAM", "carData", "numDeriv"), function(one) as.character(packageVersion(one)))
cat(toJSON(list(R = as.character(getRversion()), packages = as.list(versions), sets = sets), digits = NA, auto_unbox = TRUE))
