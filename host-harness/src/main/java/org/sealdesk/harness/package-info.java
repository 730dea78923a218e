/**
 * A small ticketing host to try the plugin in and to develop it with. Start reading at {@link
 * org.sealdesk.harness.Harness}, which wires the parts together, then {@code mail} for the two pipelines.
 *
 * <p>It knows {@code plugin-api} only: the plugin comes as a jar, through PF4J.
 */
@NullMarked
package org.sealdesk.harness;

import org.jspecify.annotations.NullMarked;
