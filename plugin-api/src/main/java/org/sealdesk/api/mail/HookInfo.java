package org.sealdesk.api.mail;

import java.time.Duration;
import java.util.List;

/**
 * Who a hook is and where it stands.
 *
 * @param id unique among all hooks, such as {@code crypt}
 * @param after ids that run earlier in the same phase
 * @param before ids that run later in the same phase
 * @param budget how long one call may take before the host interrupts it
 */
public record HookInfo(String id, Phase phase, List<String> after, List<String> before, Duration budget) {

    public HookInfo {
        after = List.copyOf(after);
        before = List.copyOf(before);
    }
}
