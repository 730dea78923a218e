package org.sealdesk.harness.web;

import java.util.Locale;

/** Paths of a plugin under the host's mount. */
final class Mount {

    private Mount() {}

    /** @param path relative to the mount, may carry a query */
    static String url(String mount, String path) {
        int query = path.indexOf('?');
        String only = (query < 0 ? path : path.substring(0, query)).toLowerCase(Locale.ROOT);
        boolean leaves = only.contains("\\")
                || only.contains("%2f")
                || only.contains("%5c")
                || ("/" + only + "/").replace("%2e", ".").contains("/../")
                || path.chars().anyMatch(c -> c < ' ');
        return leaves ? "#" : mount + "/" + path.replaceFirst("^/+", "");
    }
}
