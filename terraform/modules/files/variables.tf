variable "name" {
  description = "What the bucket's name begins with; AWS adds what makes it unique."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}[a-z0-9]$", var.name))
    error_message = "name must be 2 to 21 small letters, digits and hyphens, beginning with a letter and not ending with a hyphen."
  }
}

variable "project_folder" {
  description = "The folder that holds compose/ and grafana/. Best relative to the root module: an absolute path differs from one machine to the next, and all files would be uploaded anew. Null: there is none, only plans can be made, and a host that is to run something says what it lacks."
  type        = string

  validation {
    condition     = var.project_folder == null ? true : fileexists("${var.project_folder}/compose/services.yaml")
    error_message = "project_folder must be the folder of this project, which holds compose/services.yaml: the one above terraform/."
  }
}
