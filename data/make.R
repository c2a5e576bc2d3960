# Writes the tables of R's package modeldata as CSV into the current folder: Rscript make.R && gzip -n9 *.csv
save <- function(name, file) {
  package <- new.env()
  data(list = name, package = "modeldata", envir = package)
  write.csv(as.data.frame(package[[name]]), file, row.names = FALSE, na = "", quote = FALSE, fileEncoding = "UTF-8")
}
save("attrition", "attrition.csv")
save("mlc_churn", "churn.csv")
save("credit_data", "credit.csv")
save("lending_club", "lending.csv")
save("penguins", "penguins.csv")
save("wa_churn", "telco.csv")
