-- wrk -t1 -s wrk.lua URL -- FILE ORDER STATUS
-- FILE has one request a line: method, path, token, If-None-Match and body, separated by tabs (empty: left out).
-- ORDER is "random", or "once": from the first line to the last. STATUS is what responses should have.
-- The last line printed is read by load.py: RESULT MICROSECONDS ERRORS P50 P99 STATUS:COUNT,... SAMPLE
local requests = {}
local position = 0
local in_order = false
local expected = 0
local threads = {}

-- Read by `done`, which runs outside the thread.
statuses = {}
sample = ""

function setup(thread)
  threads[#threads + 1] = thread
end

function init(arguments)
  math.randomseed(os.time())
  in_order = arguments[2] == "once"
  expected = tonumber(arguments[3])
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

function response(status, _, body)
  statuses[status] = (statuses[status] or 0) + 1
  if status ~= expected and sample == "" then
    sample = status .. " " .. body:sub(1, 300):gsub("%s+", " ")
  end
end

function done(summary, latency, _)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  local counts = {}
  for status, count in pairs(threads[1]:get("statuses")) do
    counts[#counts + 1] = string.format("%d:%d", status, count)
  end
  io.write(string.format("RESULT %d %d %d %d %s %s\n", summary.duration, failed,
    latency:percentile(50), latency:percentile(99), table.concat(counts, ","), threads[1]:get("sample")))
end
