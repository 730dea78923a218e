package org.sealdesk.crypt.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component.Field;
import org.sealdesk.crypt.key.CertificateStore.Filter;
import org.sealdesk.crypt.key.CertificateStore.State;
import org.sealdesk.crypt.text.Texts;
import org.sealdesk.crypt.verdict.TrustLevel;

/** What somebody typed and chose above a list: words and a filter. Nonsense counts as nothing. */
record ListFilter(String text, Optional<State> state, Optional<TrustLevel> trust, OptionalInt days) {

    /** Ten years: more days ask for everything that ends at all. */
    private static final int MAX_DAYS = 3_650;

    static ListFilter of(AdminRequest request) {
        return new ListFilter(
                request.param("q").orElse(""),
                request.param("state").flatMap(ListFilter::state),
                request.param("trust").flatMap(ListFilter::trust),
                request.param("days").map(ListFilter::days).orElse(OptionalInt.empty()));
    }

    private static Optional<State> state(String name) {
        return Arrays.stream(State.values()).filter(s -> lower(s).equals(name)).findFirst();
    }

    private static Optional<TrustLevel> trust(String name) {
        return Arrays.stream(TrustLevel.values())
                .filter(t -> lower(t).equals(name))
                .findFirst();
    }

    private static OptionalInt days(String typed) {
        return typed.strip().matches("[0-9]{1,4}")
                ? OptionalInt.of(Math.min(MAX_DAYS, Integer.parseInt(typed.strip())))
                : OptionalInt.empty();
    }

    boolean isEmpty() {
        return text.isBlank() && state.isEmpty() && trust.isEmpty() && days.isEmpty();
    }

    Filter at(Instant now) {
        return state.isEmpty() && trust.isEmpty() && days.isEmpty() ? Filter.NONE : new Filter(state, trust, days, now);
    }

    /** The same list, for a link: begins with an ampersand. */
    String query() {
        StringBuilder query = new StringBuilder();
        values().forEach((name, value) -> {
            if (!value.isBlank()) {
                query.append('&').append(name).append('=').append(Trail.encode(value));
            }
        });
        return query.toString();
    }

    private Map<String, String> values() {
        return new TreeMap<>(Map.of(
                "q",
                text,
                "state",
                state.map(ListFilter::lower).orElse(""),
                "trust",
                trust.map(ListFilter::lower).orElse(""),
                "days",
                days.isPresent() ? Integer.toString(days.getAsInt()) : ""));
    }

    List<Field> fields(Texts texts, String searchLabel) {
        List<Field.Option> states = new ArrayList<>(List.of(new Field.Option("", texts.of("filter.any"))));
        for (State s : State.values()) {
            states.add(new Field.Option(lower(s), texts.of("filter.state." + lower(s))));
        }
        List<Field.Option> trusts = new ArrayList<>(List.of(new Field.Option("", texts.of("filter.any"))));
        for (TrustLevel t : TrustLevel.values()) {
            if (t != TrustLevel.CHAINED) {
                trusts.add(new Field.Option(lower(t), texts.of("filter.trust." + lower(t))));
            }
        }
        Map<String, String> values = values();
        return List.of(
                new Field(
                        "q",
                        Field.Kind.SEARCH,
                        texts.of(searchLabel),
                        text,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false),
                field("state", Field.Kind.SELECT, texts, values, states),
                field("trust", Field.Kind.SELECT, texts, values, trusts),
                field("days", Field.Kind.NUMBER, texts, values, List.of()));
    }

    private static Field field(
            String name, Field.Kind kind, Texts texts, Map<String, String> values, List<Field.Option> options) {
        return new Field(
                name,
                kind,
                texts.of("filter." + name),
                values.getOrDefault(name, ""),
                Optional.empty(),
                Optional.empty(),
                options,
                false);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
