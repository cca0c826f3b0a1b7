# The policy, compiled by `make policy` from infra/<environment>.policy.yaml. scripts/aws sets the variable if there is one.

locals {
  # Where Lambda unpacks a layer. Empty: no policy.
  policy_path = var.policy_json == null ? "" : "/opt/policy.json"
  policy_zip  = var.policy_json == null ? null : replace(var.policy_json, "/[.]json$/", ".zip")
}

resource "aws_lambda_layer_version" "policy" {
  count = var.policy_json == null ? 0 : 1

  layer_name = "${var.name_prefix}-policy"
  # Not the commit: then each deployment would replace the layer, and a plan would not show whether the policy changes.
  description              = "The alert policy of ${var.name_prefix}, SHA-256 ${filesha256(var.policy_json)}"
  filename                 = local.policy_zip
  source_code_hash         = filebase64sha256(local.policy_zip)
  compatible_architectures = ["arm64"]

  # Earlier versions of the function, to which a rollback leads, refer to earlier layers.
  skip_destroy = true
}
