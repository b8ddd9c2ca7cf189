-- wrk -s wrk.lua URL -- FILE ORDER
-- FILE has one request a line: method, path, token, If-None-Match and body, separated by tabs (empty: left out).
-- ORDER is "random", or "once": from the first line to the last. The last line printed is read by load.py.
local requests = {}
local position = 0
local in_order = false

function init(arguments)
  math.randomseed(os.time())
  in_order = arguments[2] == "once"
  for line in io.lines(arguments[1]) do
    local method, path, token, tag, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)\t([^\t]*)$")
    local headers = { ["Accept"] = "application/json" }
    if token ~= "" then headers["Authorization"] = "Bearer " .. token end
    if tag ~= "" then headers["If-None-Match"] = tag end
    if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end
    requests[#requests + 1] = wrk.format(method, path, headers, body)
  end
end

function request()
  if in_order then
    position = position % #requests + 1
    return requests[position]
  end
  return requests[math.random(#requests)]
end

function done(summary, latency, _)
  local failed = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
