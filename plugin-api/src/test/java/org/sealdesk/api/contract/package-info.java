/**
 * What every host promises to plugins, as tests. A host extends {@link org.sealdesk.api.contract.OutgoingContract},
 * {@link org.sealdesk.api.contract.IncomingContract} and {@link org.sealdesk.api.contract.PagesContract} and says in
 * {@link org.sealdesk.api.contract.HostContract#host} how it is started.
 */
@NullMarked
package org.sealdesk.api.contract;

import org.jspecify.annotations.NullMarked;
