# What R says about case mix: Rscript mix.R FOLDER writes one JSON document to standard output.
#
# FOLDER/strata holds the invented strata as CSV (successes,trials,peer_successes,peer_trials), FOLDER/models the invented
# sets of trials (successes,trials,unit,x1,x2,...); see mix.py. Greene's appeals are read from the installed package carData
# and written to FOLDER/models in the same form, so that our estimators see the same rows; none of them is kept here.
suppressPackageStartupMessages({library(lme4); library(metafor); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
put <- function(name, design, unit) {
  columns <- as.data.frame(design[, -1])
  names(columns) <- paste0("x", seq_len(ncol(columns)))
  rows <- cbind(successes = as.integer(greene$decision == "yes"), trials = 1, unit = unit, columns)
  write.csv(rows, file.path(folder, "models", paste0(name, ".csv")), row.names = FALSE, quote = FALSE)
}
box <- new.env(); data(list = "Greene", package = "carData", envir = box); greene <- box$Greene
judge <- as.integer(factor(greene$judge)) - 1
put("Greene", model.matrix(~ rater + language + location + success, greene), judge)
put("Greene with judges", model.matrix(~ judge + rater + language + location + success, greene), 0)

each <- function(kind, said) {
  names <- sub("\\.csv$", "", sort(list.files(file.path(folder, kind), pattern = "\\.csv$")))
  setNames(lapply(names, function(name) said(read.csv(file.path(folder, kind, paste0(name, ".csv"))))), names)
}
pooled <- function(rows) {
  rows <- rows[rows$trials > 0 & rows$peer_trials > 0, ]
  one <- function(measure) {
    found <- rma.mh(ai = successes, bi = trials - successes, ci = peer_successes, di = peer_trials - peer_successes,
                    data = rows, measure = measure, add = 0, to = "none", drop00 = FALSE)
    list(value = as.numeric(found$beta), error = found$se, low = found$ci.lb, high = found$ci.ub)
  }
  list(difference = one("RD"), ratio = one("RR"), odds_ratio = one("OR"))
}
fitted_model <- function(rows) {
  # single trials, so that log-likelihoods have no binomial coefficients in them
  won <- unlist(Map(function(a, n) rep(1:0, c(a, n - a)), rows$successes, rows$trials))
  rows <- rows[rep(seq_len(nrow(rows)), rows$trials), ]
  rows$won <- won
  fixed <- paste(grep("^x", names(rows), value = TRUE), collapse = " + ")
  plain <- glm(as.formula(paste("won ~", fixed)), data = rows, family = binomial, control = list(epsilon = 1e-14))
  out <- list(plain = list(effects = unname(coef(plain)), errors = unname(sqrt(diag(vcov(plain)))),
                           log_likelihood = as.numeric(logLik(plain))))
  if (length(unique(rows$unit)) > 1) for (points in c(1, 9)) {
    tight <- glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-12)
    model <- glmer(as.formula(paste("won ~", fixed, "+ (1 | unit)")), data = rows, family = binomial, nAGQ = points,
                   control = tight)
    modes <- ranef(model, condVar = TRUE)$unit
    out[[paste0("points_", points)]] <- list(
      effects = unname(fixef(model)), errors = unname(sqrt(diag(as.matrix(vcov(model))))), tau = model@theta,
      log_likelihood = as.numeric(logLik(model)), units = modes[, 1], unit_errors = sqrt(attr(modes, "postVar")[1, 1, ]))
  }
  out
}
versions <- sapply(c("lme4", "metafor", "carData"), function(one) as.character(packageVersion(one)))
cat(toJSON(list(R = as.character(getRversion()), packages = as.list(versions), strata = each("strata", pooled),
                models = suppressMessages(each("models", fitted_model))), digits = NA, auto_unbox = TRUE))
