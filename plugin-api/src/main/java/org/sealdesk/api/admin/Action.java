package org.sealdesk.api.admin;

import java.util.Map;
import java.util.Optional;
import org.sealdesk.api.Text;

/**
 * A button or link.
 *
 * @param path relative to the mount
 * @param write true: the host sends a POST with its token; false: a link
 * @param danger drawn as such
 * @param confirm asked first, on a page or dialog that works without script
 * @param params sent along
 */
public record Action(
        String id,
        Text label,
        String path,
        boolean write,
        boolean danger,
        Optional<Text> confirm,
        Map<String, String> params) {

    public Action {
        params = Map.copyOf(params);
    }

    public static Action link(String id, Text label, String path) {
        return new Action(id, label, path, false, false, Optional.empty(), Map.of());
    }

    public static Action post(String id, Text label, String path, Map<String, String> params) {
        return new Action(id, label, path, true, false, Optional.empty(), params);
    }

    public static Action dangerousPost(String id, Text label, String path, Text confirm, Map<String, String> params) {
        return new Action(id, label, path, true, true, Optional.of(confirm), params);
    }
}
