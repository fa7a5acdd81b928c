package dev.gatehouse.server.session;

import dev.gatehouse.model.api.SessionsExchange.Ghost;
import dev.gatehouse.model.session.EndedSession;
import java.util.List;

/** Told of sessions whose end nobody said. Called by several threads; must not wait. */
interface SessionFinds {

    /** These were listed though nobody was behind them; they are listed no more. */
    void ghosts(List<Ghost> found);

    /** These are over, as far as this node can tell. */
    void over(List<EndedSession> ended);

    /** These were taken for over and are not. */
    void back(List<EndedSession> wrong);
}
