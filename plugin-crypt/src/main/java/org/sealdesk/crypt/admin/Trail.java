package org.sealdesk.crypt.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.admin.AdminRequest;
import org.sealdesk.api.admin.Component.Table.Paging;
import org.sealdesk.crypt.key.CertificateStore.Page;
import org.sealdesk.crypt.octets.Octets;

/**
 * Where somebody is in a list that is cut into pages by "the entries after this one". Keeps the last steps so that one
 * can go back; further back is the first page.
 *
 * @param before how many entries the earlier pages had
 * @param steps starting points of the pages so far, the present one last; empty on the first page
 */
record Trail(long before, List<Octets> steps) {

    private static final int MAX_STEPS = 5;
    private static final int MAX_OCTETS = 1_024;

    Trail {
        steps = List.copyOf(steps);
    }

    /** What the request says; nonsense is the first page. */
    static Trail of(AdminRequest request) {
        List<Octets> steps = new ArrayList<>();
        try {
            for (String step : request.param("after").orElse("").split("~")) {
                if (!step.isEmpty() && step.length() <= MAX_OCTETS && steps.size() < MAX_STEPS) {
                    steps.add(Octets.of(Base64.getUrlDecoder().decode(step)));
                }
            }
            long before = Long.parseLong(request.param("before").orElse("0"));
            return steps.isEmpty() || before < 0 ? new Trail(0, List.of()) : new Trail(before, steps);
        } catch (IllegalArgumentException e) {
            return new Trail(0, List.of());
        }
    }

    Optional<Octets> after() {
        return steps.isEmpty() ? Optional.empty() : Optional.of(steps.get(steps.size() - 1));
    }

    /** @param path of the list with its query, without the place in it */
    Paging paging(String path, Page<?> page, int size) {
        long from = page.items().isEmpty() ? 0 : before + 1;
        long to = before + page.items().size();
        return new Paging(
                from,
                to,
                Math.max(page.total(), to),
                steps.isEmpty() ? Optional.empty() : Optional.of(previous(path, size)),
                page.next().map(next -> next(path, next, to)));
    }

    private String previous(String path, int size) {
        List<Octets> back = steps.subList(0, steps.size() - 1);
        return back.isEmpty() ? path : at(path, back, Math.max(0, before - size));
    }

    private String next(String path, Octets next, long to) {
        List<Octets> forward = new ArrayList<>(steps);
        forward.add(next);
        return at(path, forward.subList(Math.max(0, forward.size() - MAX_STEPS), forward.size()), to);
    }

    private static String at(String path, List<Octets> steps, long before) {
        List<String> encoded = steps.stream()
                .map(s -> Base64.getUrlEncoder().withoutPadding().encodeToString(s.toArray()))
                .toList();
        return path + (path.contains("?") ? "&" : "?") + "before=" + before + "&after=" + String.join("~", encoded);
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
