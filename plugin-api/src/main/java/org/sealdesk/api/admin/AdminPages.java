package org.sealdesk.api.admin;

import java.util.List;
import org.pf4j.ExtensionPoint;
import org.sealdesk.api.ForPlugins;

/**
 * Pages in the host's admin area. The host mounts all pages of a plugin under one path of its choice and hands what
 * follows to {@link #handle}. It has checked log-in, permission, method and token before it calls; it never calls for a
 * visitor who may not see the page. Called from several threads at once.
 */
@ForPlugins
public interface AdminPages extends ExtensionPoint {

    /** Where the pages stand in the host's menu. Asked for each page view, so an entry may come and go. */
    List<MenuEntry> menu();

    /**
     * Answers one request. An exception makes the host show a plain error page with a reference to its log; the text of
     * the exception is not shown.
     */
    Outcome handle(AdminRequest request) throws Exception;

    /**
     * The permission that a request needs, by its path. Default deny: a host refuses a path for which it is empty.
     */
    String permission(List<String> path, boolean write);
}
