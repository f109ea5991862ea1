output "files" {
  description = "The bucket, its ARN, and a hash of all files and their names, which differs when anything of them does."
  value = {
    bucket  = aws_s3_bucket.this.bucket
    arn     = aws_s3_bucket.this.arn
    version = sha256(join("\n", [for file in sort(local.files) : "${file} ${local.hashes[file]}"]))
  }

  # Who knows the version finds its files.
  depends_on = [aws_s3_object.this]
}
