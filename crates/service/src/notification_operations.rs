//! The operations about one's own mail, which every service with sign-in has.

/// Makes the operations about one's own mail. The macro exists because roles are part of the
/// description of an operation: they cannot be passed as a value.
#[macro_export]
macro_rules! notification_operations {
    (app: $app:ty, call: $call:ty, roles: [$($role:literal),* $(,)?] $(,)?) => {
        mod notifications {
            use super::*;
            use actix_web::web::{Data, Path};
            use actix_web::{HttpRequest, Responder};
            use dialogue::TrajectoryId;
            use http::{Body, NoBody, Operations, Problem, QueryReader, ThingQuery};
            use $crate::Receipt;
            use $crate::subscriptions::{self, NotificationAddress, NotificationSettings};

            pub(super) fn operations(operations: Operations) -> Operations {
                operations
                    .with(__path_get_notification_settings, get_notification_settings)
                    .with(__path_set_notification_address, set_notification_address)
                    .with(__path_end_notifications, end_notifications)
                    .with(__path_follow_trajectory, follow_trajectory)
                    .with(__path_unfollow_trajectory, unfollow_trajectory)
            }

            /// Tells where one wants mail and what one follows.
            #[utoipa::path(
                get, path = "/notification-settings", tag = "myself", params(ThingQuery),
                responses(
                    (status = 200, body = NotificationSettings, description = "The settings."),
                ),
                security(("bearer" = [$($role),*])),
            )]
            async fn get_notification_settings(
                app: Data<$app>,
                call: $call,
                request: HttpRequest,
            ) -> Result<impl Responder, Problem> {
                let mut query = QueryReader::new(&request);
                let position = query.min_position();
                query.finish()?;
                subscriptions::settings(&app.shared, app.model.at(position).await?, &call)
            }

            /// Sets the address to which one wants mail.
            #[utoipa::path(
                put, path = "/notification-settings", tag = "myself",
                request_body = NotificationAddress,
                responses((status = 200, body = Receipt, description = "The address is set.")),
                security(("bearer" = [$($role),*])),
            )]
            async fn set_notification_address(
                app: Data<$app>,
                call: $call,
                body: Body<NotificationAddress>,
            ) -> Result<impl Responder, Problem> {
                subscriptions::set_address(&app.shared, &call, &body.content, &body.conditions)
                    .await
            }

            /// Ends all mail.
            #[utoipa::path(
                post, path = "/notification-settings/ending", tag = "myself",
                request_body = Option<NoBody>,
                responses((status = 200, body = Receipt, description = "There is no more mail.")),
                security(("bearer" = [$($role),*])),
            )]
            async fn end_notifications(
                app: Data<$app>,
                call: $call,
                body: Body<NoBody>,
            ) -> Result<impl Responder, Problem> {
                subscriptions::end(&app.shared, &call, &body.conditions).await
            }

            /// Follows a trajectory: what is published in it is mailed.
            #[utoipa::path(
                post, path = "/trajectories/{trajectory}/following", tag = "myself",
                params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
                request_body = Option<NoBody>,
                responses((status = 200, body = Receipt, description = "It is followed.")),
                security(("bearer" = [$($role),*])),
            )]
            async fn follow_trajectory(
                app: Data<$app>,
                call: $call,
                trajectory: Path<TrajectoryId>,
                body: Body<NoBody>,
            ) -> Result<impl Responder, Problem> {
                subscriptions::follow(&app.shared, &call, *trajectory, true, &body.conditions).await
            }

            /// Follows a trajectory no longer.
            #[utoipa::path(
                post, path = "/trajectories/{trajectory}/unfollowing", tag = "myself",
                params(("trajectory" = TrajectoryId, Path, description = "The trajectory.")),
                request_body = Option<NoBody>,
                responses((status = 200, body = Receipt, description = "Not followed any more.")),
                security(("bearer" = [$($role),*])),
            )]
            async fn unfollow_trajectory(
                app: Data<$app>,
                call: $call,
                trajectory: Path<TrajectoryId>,
                body: Body<NoBody>,
            ) -> Result<impl Responder, Problem> {
                subscriptions::follow(&app.shared, &call, *trajectory, false, &body.conditions)
                    .await
            }
        }
    };
}
