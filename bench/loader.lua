-- wrk's script: asks for the queries of a file in turn. In the mode `cold` every address is a new
-- one; in the mode `anew` a language of its own makes the server decide each answer anew.
local queries, count, at, mode = {}, 0, 0, ""

function init(arguments)
   for line in io.lines(arguments[1]) do
      count = count + 1
      queries[count] = line
   end
   mode = arguments[2]
   at = tonumber(arguments[3])
end

function request()
   at = at + 1
   local query = queries[at % count + 1]
   if mode == "cold" then
      query = query .. "%3Fvisit%3D" .. at
   elseif mode == "anew" then
      query = query .. "&locale=en-" .. string.format("%08d", at)
   end
   return "GET /api/v1/displayed_data?" .. query .. " HTTP/1.1\r\nHost: " .. wrk.host
      .. "\r\nOrigin: " .. wrk.headers["Origin"] .. "\r\n\r\n"
end

function done(summary, latency)
   local e = summary.errors
   io.write(string.format("\nRESULT %d %d %d %d %d\n", summary.requests, summary.duration,
      latency:percentile(50), latency:percentile(99),
      e.connect + e.read + e.write + e.status + e.timeout))
end
