package org.sealdesk.harness.web;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sealdesk.api.admin.Upload;

/**
 * A request to the plugin's pages that waits for the user's password.
 *
 * @param secrets password fields; wiped when the request is over
 */
record PendingRequest(
        String plugin,
        boolean write,
        List<String> path,
        Map<String, List<String>> params,
        Map<String, char[]> secrets,
        List<Upload> uploads,
        Instant since) {

    void wipe() {
        secrets.values().forEach(s -> Arrays.fill(s, '\0'));
    }
}
