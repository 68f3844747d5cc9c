-- wrk's script: sends the requests of a file in turn. A line is METHOD, PATH and BODY with tabs
-- between; `{n}` in it becomes a number that no other request has.
local requests, count, at = {}, 0, 0

function init(arguments)
   for line in io.lines(arguments[1]) do
      count = count + 1
      requests[count] = {line:match("^(%S+)\t(%S+)\t(.*)$")}
   end
   at = tonumber(arguments[2])
end

function request()
   at = at + 1
   local method, path, body = unpack(requests[at % count + 1])
   local number = string.format("%d", at)
   if body == "" then
      return wrk.format(method, (path:gsub("{n}", number)))
   end
   wrk.headers["Content-Type"] = "application/json"
   return wrk.format(method, (path:gsub("{n}", number)), nil, (body:gsub("{n}", number)))
end

function done(summary, latency)
   local e = summary.errors
   io.write(string.format("\nRESULT %d %d %d %d %d\n", summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(99),
      e.connect + e.read + e.write + e.status + e.timeout))
end
