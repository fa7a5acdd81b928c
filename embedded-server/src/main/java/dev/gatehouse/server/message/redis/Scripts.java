package dev.gatehouse.server.message.redis;

/** What Redis runs in one piece. Positions are written as {@code Position} writes them. */
final class Scripts {

    /**
     * Begins every script that adds to a stream. KEYS: stream, meta, seen. ARGV: 1 note, 2 most entries, 3 their age and
     * 4 how long a sender's id is remembered, in milliseconds; 0 where there is none. The hash meta has the position
     * {@code last} of the newest entry that there ever was, and {@code cut} of the newest that was taken out for want of
     * room.
     */
    private static final String ADD = """
                                      local t = redis.call('TIME')
                                      local now = t[1] * 1000 + math.floor(t[2] / 1000)
                                      local last = redis.call('HGET', KEYS[2], 'last') or '0-0'
                                      local function next_position()
                                        local ms, n = string.match(last, '(%d+)-(%d+)')
                                        if now > tonumber(ms) then return string.format('%.0f-0', now) end
                                        return ms .. '-' .. string.format('%.0f', tonumber(n) + 1)
                                      end
                                      local function trim(gone)
                                        local oldest = now - tonumber(ARGV[3])
                                        local size = redis.call('XLEN', KEYS[1])
                                        local cut = false
                                        for i = 1, 1000 do
                                          local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
                                          if not first then break end
                                          local ms = tonumber(string.match(first[1], '(%d+)-'))
                                          if size <= tonumber(ARGV[2]) and ms >= oldest then break end
                                          redis.call('XDEL', KEYS[1], first[1])
                                          gone(first[2])
                                          cut = first[1]
                                          size = size - 1
                                        end
                                        if cut then redis.call('HSET', KEYS[2], 'cut', cut) end
                                      end
                                      local function add(at, id)
                                        redis.call('XADD', KEYS[1], at, 'id', id, 'note', ARGV[1])
                                        redis.call('HSET', KEYS[2], 'last', at)
                                        redis.call('PEXPIRE', KEYS[1], ARGV[3])
                                        redis.call('PEXPIRE', KEYS[2], ARGV[3])
                                        if ARGV[4] ~= '0' then
                                          redis.call('SET', KEYS[3], at .. ' ' .. id, 'PX', ARGV[4])
                                        end
                                      end
                                      local earlier = ARGV[4] ~= '0' and redis.call('GET', KEYS[3])
                                      """;

    /**
     * A message to a room. ARGV further: 5 the id's letter, 6 its scope, 7 the channel, 8 the announcement as far as it
     * is known. Returns position and id, and the position before it where it is new.
     */
    static final String PUBLISH = ADD
            + """
              if earlier then
                local at, id = string.match(earlier, '(%S+) (%S+)')
                return {at, id}
              end
              local at = next_position()
              local id = ARGV[5] .. at .. '-' .. ARGV[6]
              add(at, id)
              trim(function() end)
              redis.call('PUBLISH', ARGV[7], ARGV[8] .. ',"at":"' .. at .. '","before":"' .. last .. '","msgId":"' .. id
                .. '"}}')
              return {at, id, last}
              """;

    /**
     * A message to a user. KEYS further: 4 the hash ids of message id to position, 5 the set of nodes. ARGV further: 5
     * the id, 6 whether it may take the place of the oldest one that is not too old yet: yes or no. Returns the nodes,
     * position and id, and the position before it where it is new; nothing where it may not take a place.
     */
    static final String KEEP = ADD
            + """
              local nodes = redis.call('SMEMBERS', KEYS[5])
              if earlier then
                local at, id = string.match(earlier, '(%S+) (%S+)')
                return {nodes, at, id}
              end
              if ARGV[6] == 'no' and redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[2]) then
                local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
                if first and tonumber(string.match(first[1], '(%d+)-')) >= now - tonumber(ARGV[3]) then return {} end
              end
              local at = next_position()
              add(at, ARGV[5])
              redis.call('HSET', KEYS[4], ARGV[5], at)
              redis.call('PEXPIRE', KEYS[4], ARGV[3])
              trim(function(fields) redis.call('HDEL', KEYS[4], fields[2]) end)
              return {nodes, at, ARGV[5], last}
              """;

    /**
     * Reads a stream. KEYS: stream, meta, and the set of nodes where one is to be noted. ARGV: 1 after, 2 most entries, 3
     * the node, 4 for how long, in milliseconds. Returns last, cut, entries.
     */
    static final String READ = """
                               if KEYS[3] then
                                 redis.call('SADD', KEYS[3], ARGV[3])
                                 redis.call('PEXPIRE', KEYS[3], ARGV[4])
                               end
                               return {redis.call('HGET', KEYS[2], 'last') or '0-0',
                                 redis.call('HGET', KEYS[2], 'cut') or '0-0',
                                 redis.call('XRANGE', KEYS[1], '(' .. ARGV[1], '+', 'COUNT', ARGV[2])}
                               """;

    /** As {@link #READ}, the newest before ARGV[1], newest first. */
    static final String READ_BACK = """
                                    return {redis.call('HGET', KEYS[2], 'last') or '0-0',
                                      redis.call('HGET', KEYS[2], 'cut') or '0-0',
                                      redis.call('XREVRANGE', KEYS[1], ARGV[1], '-', 'COUNT', ARGV[2])}
                                    """;

    /**
     * An acknowledgement. KEYS: stream, ids, the string of one that was delivered. ARGV: 1 the id, 2 delivered or read, 3
     * how long a delivered one is remembered, in milliseconds. Returns the note and whether it was in the stream.
     */
    static final String SETTLE = """
                                 local at = redis.call('HGET', KEYS[2], ARGV[1])
                                 local entry = at and redis.call('XRANGE', KEYS[1], at, at)[1]
                                 if entry then
                                   redis.call('XDEL', KEYS[1], at)
                                   redis.call('HDEL', KEYS[2], ARGV[1])
                                   if ARGV[2] == 'delivered' then
                                     redis.call('SET', KEYS[3], entry[2][4], 'PX', ARGV[3])
                                   end
                                   return {entry[2][4], 1}
                                 end
                                 if ARGV[2] == 'read' then
                                   local note = redis.call('GET', KEYS[3])
                                   if note then
                                     redis.call('DEL', KEYS[3])
                                     return {note, 0}
                                   end
                                 end
                                 return {}
                                 """;

    /** Has a sender's id mean one message. KEYS: the string. ARGV: the message's id, for how long. Returns its id. */
    static final String CLAIM = """
                                local earlier = redis.call('GET', KEYS[1])
                                if earlier then return earlier end
                                redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
                                return ARGV[1]
                                """;

    private Scripts() {}
}
