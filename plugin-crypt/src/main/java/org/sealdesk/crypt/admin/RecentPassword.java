package org.sealdesk.crypt.admin;

import java.time.Duration;
import org.sealdesk.api.admin.AdminRequest;

/** Whether whoever asks gave the own password a moment ago: what cannot be taken back needs it. */
final class RecentPassword {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private RecentPassword() {}

    static boolean isGiven(AdminRequest request) {
        return request.reauthenticatedAgo()
                .map(ago -> ago.compareTo(FRESH) <= 0)
                .orElse(false);
    }
}
