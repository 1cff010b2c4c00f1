"""AWS::ApiGateway::Method.RequestValidatorId

AWS: a method validates requests by the validator that its template names, and a body only against the model
of its own content type:
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
MiniStack 1.5.33: CloudFormation makes no validator, although API Gateway can use one, and a body of any
content type must fit the model of application/json.
"""

from ministack.services import apigateway_v1

from .replace import provisions, replaces


@provisions("AWS::ApiGateway::RequestValidator")
def create_validator(original, logical_id, props, stack_name):
    validator_id, attributes = original(logical_id, props, stack_name)
    apigateway_v1._request_validators.setdefault(props["RestApiId"], {})[validator_id] = {
        "id": validator_id,
        "name": props.get("Name", ""),
        "validateRequestBody": str(props.get("ValidateRequestBody", False)).lower() == "true",
        "validateRequestParameters": str(props.get("ValidateRequestParameters", False)).lower() == "true",
    }
    return validator_id, attributes


@provisions("AWS::ApiGateway::Method")
def create_method(original, logical_id, props, stack_name):
    created = original(logical_id, props, stack_name)
    if "RequestValidatorId" in props:
        resource = apigateway_v1._resources[props["RestApiId"]][props["ResourceId"]]
        resource["resourceMethods"][props["HttpMethod"]]["requestValidatorId"] = props["RequestValidatorId"]
    return created


@replaces("services.apigateway_v1", "_check_request_validation")
def validate(original, method, api_id, request, headers, body, query):
    models = method.get("requestModels") or {}
    kind = (apigateway_v1._header_ci(headers, "content-type") or "application/json").split(";")[0].strip()
    if kind not in models and "$default" not in models:
        method = {**method, "requestModels": {}}
    return original(method, api_id, request, headers, body, query)
