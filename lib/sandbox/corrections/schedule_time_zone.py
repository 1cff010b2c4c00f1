"""AWS::Scheduler::Schedule.ScheduleExpressionTimezone

AWS: a schedule has the time zone of its template, and fires at that local time:
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
MiniStack 1.5.33: drops the time zone. Here the schedule has it, but a cron expression still counts in UTC.
"""

from ministack.services import scheduler

from .replace import provisions


@provisions("AWS::Scheduler::Schedule")
def create(original, logical_id, props, stack_name):
    name, attributes = original(logical_id, props, stack_name)
    schedule = scheduler._schedules[f"{props.get('GroupName', 'default')}/{name}"]
    for key in ("ScheduleExpressionTimezone", "ActionAfterCompletion", "StartDate", "EndDate"):
        if key in props:
            schedule[key] = props[key]
    return name, attributes
