package org.sealdesk.api.admin;

import java.util.List;
import org.sealdesk.api.Problem;
import org.sealdesk.api.Text;

/**
 * One page.
 *
 * @param id stable name such as {@code crypt.pgp.list}; a host may replace a page by its id
 * @param breadcrumbs pages above this one, outermost first
 * @param notices shown at the top
 * @param actions of the whole page
 */
public record View(
        String id,
        Text title,
        List<Component.Link> breadcrumbs,
        List<Problem> notices,
        List<Component> body,
        List<Action> actions) {

    public View {
        breadcrumbs = List.copyOf(breadcrumbs);
        notices = List.copyOf(notices);
        body = List.copyOf(body);
        actions = List.copyOf(actions);
    }
}
