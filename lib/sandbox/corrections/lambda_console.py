"""lambda: log lines of Node.js

AWS: the Node.js runtime writes time, request id and level in front of each line of the console:
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
MiniStack 1.5.33: writes the line alone.
"""

from ministack.core import lambda_runtime

START = "// Synthetic AWS SDK v3 stubs"
CONSOLE = """
let _requestId = "";
for (const [name, level] of Object.entries({ log: "INFO", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG" })) {
  console[name] = (...args) => {
    const message = require("util").format(...args).replace(/\\n/g, "\\r");
    process.stderr.write([new Date().toISOString(), _requestId, level, message].join("\\t") + "\\n");
  };
}

"""
CONTEXT = "const ctx = msg.ctx || {};"

script = lambda_runtime._NODEJS_WORKER_SCRIPT
if script.count(START) != 1 or script.count(CONTEXT) != 1:
    raise RuntimeError("expected another Node.js worker in MiniStack: its correction must be written anew")
lambda_runtime._NODEJS_WORKER_SCRIPT = script.replace(START, CONSOLE + START).replace(
    CONTEXT, CONTEXT + ' _requestId = ctx.request_id || "";'
)
