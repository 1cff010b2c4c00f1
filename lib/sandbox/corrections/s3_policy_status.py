"""s3: GetBucketPolicyStatus

AWS: says whether the policy of a bucket makes it public:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
MiniStack 1.5.33: lists the objects of the bucket, although it knows which policies are public.
"""

from ministack.services import s3

from .replace import replaces


@replaces("services.s3", "_dispatch")
def dispatch(original, method, bucket, key, headers, body, query):
    if method == "GET" and bucket and not key and "policyStatus" in query:
        policy = s3._bucket_policies.get(bucket)
        if policy is None:
            return s3._error("NoSuchBucketPolicy", "The bucket policy does not exist", 404)
        public = str(s3._policy_is_public(policy)).lower()
        answer = f'<PolicyStatus xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsPublic>{public}</IsPublic></PolicyStatus>'
        return 200, {"Content-Type": "application/xml"}, answer.encode()
    return original(method, bucket, key, headers, body, query)
