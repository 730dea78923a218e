package org.sealdesk.crypt.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words after a command, sorted into options with a value, flags and the rest. */
final class Arguments {

    private final Map<String, List<String>> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final List<String> rest = new ArrayList<>();

    private Arguments() {}

    /**
     * @param valued names of options that take a value, with their dashes; {@code --name value} or {@code --name=value}
     * @param flagNames names of options without a value
     * @throws UsageException for an unknown option or a missing value
     */
    static Arguments parse(List<String> words, Set<String> valued, Set<String> flagNames) throws UsageException {
        Arguments parsed = new Arguments();
        boolean onlyRest = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.indexOf('=');
            String name = equals > 0 ? word.substring(0, equals) : word;
            if (onlyRest || !word.startsWith("--")) {
                parsed.rest.add(word);
            } else if (word.equals("--")) {
                onlyRest = true;
            } else if (flagNames.contains(word)) {
                parsed.flags.add(word);
            } else if (!valued.contains(name)) {
                throw new UsageException("unknown option " + name);
            } else if (equals > 0) {
                parsed.put(name, word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                i++;
                parsed.put(name, words.get(i));
            } else {
                throw new UsageException("option " + name + " needs a value");
            }
        }
        return parsed;
    }

    private void put(String name, String value) {
        values.computeIfAbsent(name, k -> new ArrayList<>()).add(value);
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    List<String> all(String option) {
        return List.copyOf(values.getOrDefault(option, List.of()));
    }

    /** @throws UsageException if it was given more than once */
    Optional<String> one(String option) throws UsageException {
        List<String> given = values.getOrDefault(option, List.of());
        if (given.size() > 1) {
            throw new UsageException("option " + option + " is given " + given.size() + " times");
        }
        return given.stream().findFirst();
    }

    /** Words that are no options. */
    List<String> rest() {
        return List.copyOf(rest);
    }
}
