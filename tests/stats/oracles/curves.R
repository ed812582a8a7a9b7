# What R says about sets of durations: Rscript curves.R FOLDER writes one JSON document to standard output.
#
# FOLDER holds the invented sets as CSV (start,stop,cause,count; see sets.py). The published sets are read from the
# installed packages MASS (gehan), carData (Rossi), KMsurv (channing), survival (mgus2) and etm (abortion), and written
# beside them in the same form, so that our estimators see the same rows. None of their rows is kept in this repository.
suppressPackageStartupMessages({library(survival); library(etm); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
from <- function(name, package) { box <- new.env(); data(list = name, package = package, envir = box); box[[name]] }
put <- function(name, start, stop, cause)
  write.csv(data.frame(start, stop, cause, count = 1), file.path(folder, paste0(name, ".csv")), row.names = FALSE, quote = FALSE)

gehan <- from("gehan", "MASS")
for (arm in levels(gehan$treat)) with(gehan[gehan$treat == arm, ], put(paste0("gehan ", arm), -1, time, cens))
rossi <- from("Rossi", "carData")
put("Rossi", -1, rossi$week, as.integer(rossi$arrest == "yes" | rossi$arrest == 1))
channing <- subset(from("channing", "KMsurv"), age > ageentry)
for (sex in 1:2) with(channing[channing$gender == sex, ], put(paste0("channing ", c("men", "women")[sex]), ageentry, age, death))
with(channing[channing$gender == 1 & channing$age > 815, ], put("channing men from 815", pmax(ageentry, 815), age, death))
put("mgus2", -1, with(mgus2, ifelse(pstat == 1, ptime, futime)), with(mgus2, ifelse(pstat == 1, 1, 2 * death)))
abortion <- from("abortion", "etm")
for (one in 0:1) with(abortion[abortion$group == one, ], put(paste0("abortion ", one), entry, exit, cause))

said <- function(name) {
  rows <- read.csv(file.path(folder, paste0(name, ".csv")))
  rows <- rows[rep(seq_len(nrow(rows)), rows$count), ]
  known <- survfit(Surv(start, stop, cause > 0) ~ 1, data = rows, conf.type = "log-log")
  at <- known$n.event > 0
  quartiles <- quantile(known, c(.1, .25, .5, .75, .9))
  k <- max(rows$cause)
  out <- list(times = known$time[at], at_risk = known$n.risk[at], survival = known$surv[at],
              error = (known$surv * known$std.err)[at], low = known$lower[at], high = known$upper[at],
              quantiles = lapply(quartiles, unname), subjects = nrow(rows))
  if (k > 1) {
    rows$id <- seq_len(nrow(rows))
    states <- survfit(Surv(start, stop, factor(cause, 0:k)) ~ 1, data = rows, id = id)
    seen <- match(known$time[at], states$time)
    out$share <- lapply(seq_len(k), function(cause) states$pstate[seen, cause + 1])
    out$jackknife <- lapply(seq_len(k), function(cause) states$std.err[seen, cause + 1])
    # etm begins at time 0 and leaves out what happens at it, so everything moves by one
    out$aalen <- lapply(seq_len(k), function(cause) {
      one <- etmCIF(Surv(start + 1, stop + 1, cause > 0) ~ 1, data = rows, etype = cause, failcode = cause)
      all <- summary(one)[[1]][[paste("CIF", cause)]]
      list(times = all$time - 1, share = all$P, error = sqrt(all$var))
    })
  }
  out
}
names <- sub("\\.csv$", "", sort(list.files(folder, pattern = "\\.csv$")))
curves <- setNames(lapply(names, said), names)
versions <- sapply(c("survival", "etm", "MASS", "carData", "KMsurv"), function(one) as.character(packageVersion(one)))
cat(toJSON(list(R = as.character(getRversion()), packages = as.list(versions), curves = curves),
           digits = NA, auto_unbox = TRUE, na = "null", null = "null"))
