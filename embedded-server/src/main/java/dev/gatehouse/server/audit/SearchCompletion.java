package dev.gatehouse.server.audit;

import dev.gatehouse.model.api.AuditExchange.Completion;
import dev.gatehouse.model.audit.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What could stand at a place of a query. */
final class SearchCompletion {

    private static final int MOST = 20;

    private final AuditIndex index;

    SearchCompletion(AuditIndex index) {
        this.index = index;
    }

    /** @param at the caret, in UTF-16 units from 0 */
    List<Completion> at(String query, int at) {
        SearchLexer.Token under = null;
        for (SearchLexer.Token token : SearchLexer.cut(query)) {
            if (token.from() < at && at <= token.to()) {
                under = token;
            }
        }
        if (under != null && under.kind() == SearchLexer.Kind.TERM && !under.field().isEmpty()
                && at >= under.valueFrom()) {
            return values(under, query.substring(under.valueFrom(), at));
        }
        boolean afterTerm = under == null && at > 0 && !query.substring(0, at).isBlank();
        int from = under == null || isSign(under) ? at : under.from();
        int to = under == null || isSign(under) ? at : under.to();
        String typed = query.substring(from, at);
        List<Completion> offers = new ArrayList<>();
        SearchFields.MEANINGS.forEach((field, meaning) -> offer(offers, typed, from, to, field + ":", meaning));
        if (afterTerm || !typed.isEmpty()) {
            offer(offers, typed, from, to, "OR ", "what stands before or after it");
            offer(offers, typed, from, to, "AND ", "both; the same as a space");
        }
        offer(offers, typed, from, to, "NOT ", "not what stands after it; the same as -");
        return offers;
    }

    private static boolean isSign(SearchLexer.Token token) {
        return token.kind() == SearchLexer.Kind.OPEN || token.kind() == SearchLexer.Kind.CLOSE
                || (token.kind() == SearchLexer.Kind.NOT && token.to() - token.from() == 1);
    }

    private List<Completion> values(SearchLexer.Token token, String typed) {
        Map<String, String> values = new LinkedHashMap<>();
        switch (token.field()) {
            case "outcome" -> Arrays.stream(Outcome.values())
                    .forEach(outcome -> values.put(outcome.name().toLowerCase(Locale.ROOT), "outcome"));
            case "action" -> Arrays.stream(Action.values()).forEach(action -> {
                String noun = action.code().substring(0, action.code().indexOf('.'));
                values.putIfAbsent(noun + ".*", "all of " + noun);
                values.put(action.code(), "action");
            });
            case "node" -> index.nodes().forEach(node -> values.put(node, "node"));
            case "topic" -> index.held().forEach(held -> values.put(held.topic(),
                    held.kind().name().toLowerCase(Locale.ROOT)));
            case "resource" -> List.of("user/", "route/", "session/", "key/", "machine/", "node/")
                    .forEach(noun -> values.put(noun, "all that begin so"));
            default -> values.clear();
        }
        List<Completion> offers = new ArrayList<>();
        values.forEach((value, hint) -> offer(offers, typed, token.valueFrom(), token.to(), value, hint));
        return offers;
    }

    private static void offer(List<Completion> offers, String typed, int from, int to, String text, String hint) {
        if (offers.size() < MOST && text.toLowerCase(Locale.ROOT).startsWith(typed.toLowerCase(Locale.ROOT))) {
            offers.add(new Completion(from, to, text, hint));
        }
    }
}
