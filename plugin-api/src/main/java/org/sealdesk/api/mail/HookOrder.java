package org.sealdesk.api.mail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The order of hooks, the same in every host: phase, then {@code after} and {@code before}, then id. */
public final class HookOrder {

    private HookOrder() {}

    /**
     * Sorts hooks into the order they run in.
     *
     * @throws IllegalArgumentException if two hooks have one id, a hook names an id that is not there, or hooks wait
     *     for each other; the message names them. A host reports it when plugins are loaded, not when mail arrives.
     */
    public static <H> List<H> sorted(List<H> hooks, Function<H, HookInfo> info) {
        Map<String, H> byId = new HashMap<>();
        for (H hook : hooks) {
            String id = info.apply(hook).id();
            if (byId.put(id, hook) != null) {
                throw new IllegalArgumentException("two mail hooks have the id \"" + id + "\"");
            }
        }
        Map<String, Set<String>> earlier = predecessors(hooks, info, byId);
        List<H> rest = new ArrayList<>(hooks);
        rest.sort(Comparator.comparing((H h) -> info.apply(h).phase())
                .thenComparing(h -> info.apply(h).id()));
        List<H> sorted = new ArrayList<>();
        Set<String> done = new HashSet<>();
        while (!rest.isEmpty()) {
            H next = rest.stream()
                    .filter(h ->
                            done.containsAll(earlier.getOrDefault(info.apply(h).id(), Set.of())))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("mail hooks wait for each other: "
                            + rest.stream().map(h -> info.apply(h).id()).toList()));
            rest.remove(next);
            done.add(info.apply(next).id());
            sorted.add(next);
        }
        return List.copyOf(sorted);
    }

    private static <H> Map<String, Set<String>> predecessors(
            List<H> hooks, Function<H, HookInfo> info, Map<String, H> byId) {
        Map<String, Set<String>> earlier = new HashMap<>();
        for (H hook : hooks) {
            HookInfo me = info.apply(hook);
            for (String id : me.after()) {
                known(byId, info, me, id);
                earlier.computeIfAbsent(me.id(), k -> new LinkedHashSet<>()).add(id);
            }
            for (String id : me.before()) {
                known(byId, info, me, id);
                earlier.computeIfAbsent(id, k -> new LinkedHashSet<>()).add(me.id());
            }
        }
        return earlier;
    }

    private static <H> void known(Map<String, H> byId, Function<H, HookInfo> info, HookInfo me, String id) {
        H other = byId.get(id);
        if (other == null) {
            throw new IllegalArgumentException(
                    "mail hook \"" + me.id() + "\" names \"" + id + "\", which is not there");
        }
        Phase phase = info.apply(other).phase();
        if (phase != me.phase()) {
            throw new IllegalArgumentException(
                    "mail hook \"" + me.id() + "\" in phase " + me.phase() + " names \"" + id + "\" in phase " + phase);
        }
    }
}
